#include "encoder_kernels.h"
#include "linked_library.h"

#include "encoder_kernels.h"
#include "linked_library.h"
#include "similarity_kernels.h"

"""The cache folder, and a virtual environment in it with what requirements.txt lists: shared by the scripts beside this one."""
import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
FALCONN = "FALCONN==1.3.1"
FALCONN_LIMIT = 600  # seconds for its build


def use(cache):
    """Goes on in the environment's Python; makes the environment first if it isn't there or lists something else."""
    folder = pathlib.Path(cache).resolve() / "venv"
    python = folder / "bin" / "python"
    stamp = folder / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != REQUIREMENTS.read_text():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS], check=True)
        stamp.write_text(REQUIREMENTS.read_text())
    if pathlib.Path(sys.prefix) != folder:
        os.execv(python, [str(python), *sys.argv])


def build_falconn():
    """None if FALCONN is there or has been built now, else why not. Its own build files are of 2017: no wheel, an old pybind11."""
    target = pathlib.Path(sysconfig.get_path("platlib"))
    refused = target / "falconn-refused.txt"
    if (target / "falconn").is_dir():
        return None
    if refused.exists():
        return refused.read_text()
    try:
        with tempfile.TemporaryDirectory() as folder:
            compile_falconn(pathlib.Path(folder), target)
    except (subprocess.SubprocessError, OSError) as error:
        refused.write_text(f"could not be built: {type(error).__name__}")
        return refused.read_text()


def compile_falconn(folder, target):
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", folder]
    subprocess.run([*pip, FALCONN], check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    source = next(folder.glob("FALCONN-*/"))
    includes = subprocess.check_output([sys.executable, "-m", "pybind11", "--includes"], text=True).split()
    module = folder / ("_falconn" + sysconfig.get_config_var("EXT_SUFFIX"))
    options = ["-w", "-O3", "-march=native", "-std=c++17", "-shared", "-fPIC", "-fvisibility=hidden"]
    paths = ["-I", source / "include", "-I", source / "external/eigen"]
    command = ["g++", *options, *paths, *includes, source / "internal/python_wrapper.cc", "-o", module]
    subprocess.run(command, check=True, timeout=FALCONN_LIMIT)
    shutil.copy(module, target)
    shutil.copytree(source / "falconn", target / "falconn")

"""Runs the Python programs of the guides on the CPU, as ``make guides`` does: python run_programs.py.

What needs a GPU, an NPU or Windows is named with its reason. The environment needs numpy, torch, keras, tensorflow and
onnxruntime, in builds for the CPU or not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from code_blocks import Block, blocks

RUN = {
    # title: what is written instead, as patterns, and a pattern of what the output ends with
    "check_gpu.py": ({r"torch\.\w+\.get_device_name\(0\)": '"cpu"', r'device="\w+"': 'device="cpu"'}, r"2048\.0"),
    "first_training.py": ({'"cuda"': '"cpu"'}, r"200 0\.0\d*"),
    "measure.py": ({"WARM_UP, COUNTED, SIZE = .*": "WARM_UP, COUNTED, SIZE = 1, 2, 256"}, "PyTorch finds no GPU"),
    "keras_test.py": ({"epochs=3": "epochs=1"}, "torch cpu"),
    "train.py": ({"epochs=3": "epochs=1"}, ".*device:CPU:0"),
    "train_dml.py": (
        {"import torch_directml\n": "", r"torch_directml\.device\(0\)": 'torch.device("cpu")'},
        r"Device: cpu Loss: [01]\.\d+",
    ),
}
SKIPPED = {
    "First cell": "prints whether there is a GPU",
    "In your training loop": "a part of the reader's own program",
    "Before your training loop": "a part of the reader's own program",
    "list_gpus.py": "torch-directml lists GPUs with DirectX 12 alone",
    "run_winml.py": "Windows ML exists for Windows alone; its model is run below with ONNX Runtime",
    "run_qnn.py": "needs a Qualcomm NPU; its model is run below with ONNX Runtime",
}
ONNX = """
import numpy as np
import onnxruntime as ort
from onnxruntime.datasets import get_example

session = ort.InferenceSession(get_example("sigmoid.onnx"), providers=["CPUExecutionProvider"])
print(session.run(None, {"x": np.zeros((3, 4, 5), np.float32)})[0][0, 0, 0])
"""


def adapted(block: Block) -> str:
    """The program of *block*, for a computer with a CPU alone."""
    code = block.code
    for pattern, instead in RUN[block.title][0].items():
        code, count = re.subn(pattern, instead, code)
        assert count, f"{block}: nothing to replace for {pattern}"
    return code


def run(name: str, code: str, ending: str) -> bool:
    """Whether *code* ends well and its output with a line that the pattern *ending* ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.py"
        path.write_text(code, encoding="utf-8")
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
        done = subprocess.run([sys.executable, path], capture_output=True, text=True, env=environment, cwd=folder)
    lines = done.stdout.strip().splitlines() or [""]
    fine = done.returncode == 0 and re.search(rf"(?:{ending})\Z", lines[-1]) is not None
    print(f"{'ran    ' if fine else 'FAILED '} {name}: {lines[-1]}")
    if not fine:
        print(done.stderr)
    return fine


def main() -> int:
    """Run all programs; the number of those that failed."""
    failed = 0
    for block in blocks("python"):
        if block.title in SKIPPED:
            print(f"skipped {block} {block.title}: {SKIPPED[block.title]}")
        else:
            failed += not run(f"{block} {block.title}", adapted(block), RUN[block.title][1])
    return failed + (not run("the model of the ONNX guide", ONNX, r"0\.5"))


if __name__ == "__main__":
    sys.exit(main())

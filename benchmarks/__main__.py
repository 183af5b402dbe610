"""``python -m benchmarks``: the side-by-side comparison (`compare`)."""

from benchmarks.compare import main

if __name__ == "__main__":
    main()

"""``python -m crawler`` is ``nianbao``."""

if __name__ == "__main__":  # the processes that read for it import this module, too
    from crawler.cli import main

    main()

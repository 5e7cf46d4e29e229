"""The pages, a module each: what is asked for, what is read, which template shows it."""

"""Reading a school's roster file: bytes in, checked rows and worded problems out.

Pure: no Flask, no database, no clock. `sandbox.read_file_safely` turns an upload into a `Book` (in a child
process with limits), `rows.read_roster` turns a `Book` into rows and problems, `messages.say` words a problem.
Only relative imports inside this package: the child process loads it without the rest of the platform.
"""

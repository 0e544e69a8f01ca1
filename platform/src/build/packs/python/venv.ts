/** Where a Python project's packages stand, below its workspace; a name no repository brings along. */
export const VENV = ".ashore/venv";

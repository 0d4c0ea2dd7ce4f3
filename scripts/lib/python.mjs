/** The Python that has the packages of `web/server-fastapi`. On Debian the system's own, whatever `python3` on PATH is. */
export const python = process.env.CHATWIRE_PYTHON || '/usr/bin/python3';

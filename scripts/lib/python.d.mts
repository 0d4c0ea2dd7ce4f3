/** The Python that has the packages of `web/server-fastapi`. */
export const python: string;

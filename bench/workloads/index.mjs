/** In the order of the report. */
export const workloads = {
  receive: () => import('./inProcess.mjs'),
  size: () => import('./size.mjs'),
};

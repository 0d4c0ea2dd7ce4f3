/** In the order of the report. */
export const workloads = {
  receive: () => import('./inProcess.mjs'),
  threads: () => import('./threads.mjs'),
  size: () => import('./size.mjs'),
};

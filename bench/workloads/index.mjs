/** In the order of the report. */
export const workloads = {
  chromium: () => import('./chromium.mjs'),
  receive: () => import('./inProcess.mjs'),
  size: () => import('./size.mjs'),
};

/** In the order of the report. */
export const workloads = {
  chromium: () => import('./chromium.mjs'),
  storm: () => import('./storm.mjs'),
  receive: () => import('./inProcess.mjs'),
  validated: () => import('./validated.mjs'),
  send: () => import('./send.mjs'),
  node: () => import('./node.mjs'),
  memory: () => import('./memory.mjs'),
  startup: () => import('./startUp.mjs'),
  size: () => import('./size.mjs'),
};

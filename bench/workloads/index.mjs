/** In the order of the report. */
export const workloads = {
  chromium: () => import('./chromium.mjs'),
  storm: () => import('./storm.mjs'),
  navigation: () => import('./navigation.mjs'),
  receive: () => import('./inProcess.mjs'),
  binary: () => import('./binary.mjs'),
  validated: () => import('./validated.mjs'),
  send: () => import('./send.mjs'),
  node: () => import('./node.mjs'),
  memory: () => import('./memory.mjs'),
  startup: () => import('./startUp.mjs'),
  size: () => import('./size.mjs'),
};

const numbered = (prefix, last, pad = 1) =>
  Array.from({ length: last }, (_, index) => `${prefix}${String(index + 1).padStart(pad, '0')}`);

/**
 * Every row that a test may cite, by what it comes from. S0 to S4 are the five systems that Chatwire serves by name, C and
 * G where they disagree or say nothing, W what their sample code gets wrong, F faults, B bad input, S1 to S21 threats.
 */
export const groups = {
  'S0 wazuh': numbered('S0.', 65),
  'S1 chat': numbered('S1.', 126),
  'S2 dashboard': numbered('S2.', 96),
  'S3 nexus': numbered('S3.', 108),
  'S4 autobot': numbered('S4.', 166),
  'C conflicts': numbered('C', 44),
  'G gaps': numbered('G', 15),
  'W pitfalls': numbered('W', 90),
  'F faults': numbered('F', 50, 2),
  'B bad input': numbered('B', 34, 2),
  'S threats': numbered('S', 21),
};

/** Rows that ask for a command instead: each runs the tests of its kind and exits with 0 where they pass. */
export const commands = {
  'S1.122': ['lint'],
  'S1.123': ['native', 'node'],
  'S2.70': ['websocket'],
  'S4.163': ['native', 'node', 'browser'],
};

import type { NotificationLevel } from './uiState.ts';

const levels: Readonly<Record<string, NotificationLevel>> = {
  success: 'success',
  warning: 'warning',
  warn: 'warning',
  medium: 'warning',
  error: 'error',
  high: 'error',
  urgent: 'error',
  critical: 'error',
};

/** What systems call the weight of a message, each in its own words. */
export function levelOf(word = ''): NotificationLevel {
  const known = word.toLowerCase();
  return Object.hasOwn(levels, known) ? (levels[known] ?? 'info') : 'info';
}

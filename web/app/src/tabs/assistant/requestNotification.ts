const announcements = [
  { title: 'Maintenance at 22:00', message: 'The service pauses for five minutes.', level: 'warning' },
  { title: 'New rules are active', message: 'Twelve detection rules were updated.', level: 'success' },
  { title: 'Agent 007 is back', message: 'It reports again after two hours of silence.', level: 'info' },
] as const;

let next = 0;

/** Has the demo's backend notify every user (web/server/PROTOCOL.md). */
export async function requestNotification(): Promise<void> {
  const query = new URLSearchParams(announcements[next++ % announcements.length]);
  const response = await fetch(`/demo/notify?${query.toString()}`, { method: 'POST' });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
}

export function serveFolder(
  folder: string,
  options?: { policy?: string; port?: number | string; host?: string },
): Promise<{ url: string; close: () => void }>;

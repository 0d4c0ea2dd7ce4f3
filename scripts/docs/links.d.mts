export function checkSite(folder: string): void;

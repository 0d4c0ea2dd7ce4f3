export function summary(sections: unknown): string;

export function plot(group: { title: string }): string;

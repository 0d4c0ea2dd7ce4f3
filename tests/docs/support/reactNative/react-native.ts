/** Of React Native's types as much as the pages use: it is no dependency of ours. */
export declare const AppState: {
  addEventListener(type: 'change', listener: (state: string) => void): { remove(): void };
};

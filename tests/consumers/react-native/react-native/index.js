/** AppState as React Native has it; `change()` is what the system does to it. */
const listeners = new Set();

export const AppState = {
  addEventListener(type, listener) {
    if (type !== 'change') throw new Error(`${type} is no event of an app`);
    listeners.add(listener);
    return { remove: () => listeners.delete(listener) };
  },
};

export const change = (state) => listeners.forEach((listener) => listener(state));

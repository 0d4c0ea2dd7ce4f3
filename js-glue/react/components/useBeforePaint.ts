import { useEffect, useLayoutEffect } from 'react';

/** `useLayoutEffect`. On a server there is nothing to paint, and React 18 warns of that one there. */
export const useBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect;

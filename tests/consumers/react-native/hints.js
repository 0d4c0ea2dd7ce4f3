// As docs/WITHOUT_WEBASSEMBLY.md has it.
import NetInfo from '@react-native-community/netinfo';
import { AppState } from 'react-native';

export function hints(tell) {
  const app = AppState.addEventListener('change', (state) => {
    if (state === 'active') tell('awake');
    if (state === 'background') tell('frozen');
  });
  const stopNetwork = NetInfo.addEventListener(({ isConnected }) => {
    if (isConnected !== null) tell(isConnected ? 'online' : 'offline');
  });
  return () => {
    app.remove();
    stopNetwork();
  };
}

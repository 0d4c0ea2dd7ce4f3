/** Of the types of `@react-native-community/netinfo` as much as the pages use. */
declare const NetInfo: {
  addEventListener(listener: (network: { isConnected: boolean | null }) => void): () => void;
};

export default NetInfo;

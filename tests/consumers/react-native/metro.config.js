const here = (file) => require('node:path').join(__dirname, file);

module.exports = {
  resolver: {
    // What React Native's own configuration says of packages, without the rest of it.
    unstable_conditionNames: ['react-native'],
    extraNodeModules: {
      'react-native': here('react-native'),
      '@react-native-community/netinfo': here('netinfo'),
    },
  },
};

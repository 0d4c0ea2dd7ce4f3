// What React Native's own configuration says of packages, without the rest of it.
module.exports = { resolver: { unstable_conditionNames: ['react-native'] } };

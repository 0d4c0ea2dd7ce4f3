module.exports = {
  presets: [['module:@react-native/babel-preset', { unstable_transformProfile: process.env.PROFILE }]],
};

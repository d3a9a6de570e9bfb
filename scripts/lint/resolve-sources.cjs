const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/** How dependency-cruiser finds the source behind an import that names its compiled file. */
module.exports = {
  resolve: {
    alias: {
      '#libs': path.join(root, 'libs'),
      '#apps': path.join(root, 'apps'),
      '#migrations': path.join(root, 'migrations'),
    },
    extensionAlias: { '.js': ['.ts', '.js'] },
    extensions: ['.ts', '.mjs', '.cjs', '.js', '.json'],
  },
};

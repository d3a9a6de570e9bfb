export { CollateralModule } from './collateral.module.js';

export { RowPool, type RowPoolOptions, type RowSource } from './row-pool.js';

export { DefaultManagementModule } from './default-management.module.js';

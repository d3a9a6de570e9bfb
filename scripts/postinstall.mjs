import { linkCommand } from './lib/link.mjs';

linkCommand();

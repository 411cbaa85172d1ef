export { signOff, someSignOff } from './statement.ts';
export { fileKey, fileKeyTypes, type FileKey, type FileKeyType, type TestKey } from './file-key.ts';
export { softPasskey, softSecurityKey, type Assertion, type SoftPasskey, type SoftSecurityKey, type Touch } from './soft-security-key.ts';

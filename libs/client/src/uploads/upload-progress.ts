/** How much of a file has been handed to the connection, in bytes. */
export interface UploadProgress {
  sent: number;
  total: number;
}

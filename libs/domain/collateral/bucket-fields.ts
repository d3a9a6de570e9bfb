/** The bucket fields of an instruction as its event repeats them; none where they are left out. */
export const bucketFields = ({
  bucket,
  toBucket,
}: {
  readonly bucket?: string;
  readonly toBucket?: string;
}): { readonly bucket?: string; readonly toBucket?: string } => ({
  ...(bucket === undefined ? {} : { bucket }),
  ...(toBucket === undefined ? {} : { toBucket }),
});

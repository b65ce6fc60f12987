package io.reflux.rundir;

import java.io.IOException;

/** How the records of a file follow each other. */
interface RecordFormat {

  /**
   * Reads the next record.
   *
   * @return {@link Chunk#NONE} at the end of the file
   */
  Chunk next(ByteSource source) throws IOException;

  /**
   * What stands between two places of a file.
   *
   * @param whole false if it is no record: cut off, or longer than any
   * @param bytes the record with all that frames it; of what is not whole nothing
   */
  record Chunk(boolean whole, byte[] bytes) {
    /** There is no more. */
    static final Chunk NONE = new Chunk(true, new byte[0]);

    /** Something that is no record. */
    static final Chunk DAMAGED = new Chunk(false, new byte[0]);

    boolean isNone() {
      return whole && bytes.length == 0;
    }
  }
}

package io.reflux.delivery;

import io.reflux.evaluate.EmbeddingSet;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * A graph of near embeddings that is searched without looking at all of them (HNSW: Malkov and
 * Yashunin, Efficient and robust approximate nearest neighbor search, 2018), as a folder of
 * Lucene's. By Euclidean distance.
 */
final class NeighbourGraph implements AutoCloseable {
  private static final String VECTOR = "embedding";
  private static final String ROW = "row";

  private final Directory directory;
  private final DirectoryReader reader;

  private NeighbourGraph(Directory directory) throws IOException {
    this.directory = directory;
    this.reader = DirectoryReader.open(directory);
  }

  /** Writes the graph of some rows into a folder; the same rows make the same graph. */
  static void write(Path folder, EmbeddingSet rows, IndexSettings.Links links) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setCodec(codec(links));
    float[] row = new float[rows.size()];
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < rows.count(); i++) {
        rows.read(i, 1, row);
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(VECTOR, row.clone(), VectorSimilarityFunction.EUCLIDEAN));
        document.add(new StoredField(ROW, i));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  /**
   * Opens a folder.
   *
   * @throws IOException if it is damaged or no graph
   */
  static NeighbourGraph open(Path folder) throws IOException {
    try {
      Directory directory = FSDirectory.open(folder);
      try {
        return new NeighbourGraph(directory);
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          folder + ": " + e.getMessage() + " (expected: the graph that reflux index wrote)", e);
    }
  }

  /**
   * The nearest rows that the search meets, the nearest first.
   *
   * @param most how many at most
   * @param searched how many the search keeps in sight, at least {@code most}: more are slower and
   *     miss less
   */
  int[] nearest(float[] query, int most, int searched) throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    ScoreDoc[] found =
        searcher.search(new KnnFloatVectorQuery(VECTOR, query, searched), most).scoreDocs;
    StoredFields fields = searcher.storedFields();
    int[] rows = new int[found.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = fields.document(found[i].doc).getField(ROW).numericValue().intValue();
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }

  private static Codec codec(IndexSettings.Links links) {
    KnnVectorsFormat own = new Lucene99HnswVectorsFormat(links.most(), links.searched());
    return new Lucene912Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return new Wide(own);
      }
    };
  }

  /** Lucene's own format, which else refuses to write embeddings of more than 1024 numbers. */
  private static final class Wide extends KnnVectorsFormat {
    private static final int MOST_NUMBERS = 1 << 14;

    private final KnnVectorsFormat own;

    Wide(KnnVectorsFormat own) {
      super(own.getName());
      this.own = own;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return own.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return own.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return MOST_NUMBERS;
    }
  }
}

package incipit.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Indexes what the program `tokens` prints, in one segment: {@code Build INDEX TOKENS} ("-" is standard input).
 *
 * <p>Terms arrive analysed, so they are only parted at spaces; '|' parts title, abstract and names, and leaves a hole in
 * the positions.
 */
public final class Build {
  private static final int COLUMNS = 7;

  private Build() {}

  public static void main(String[] arguments) throws IOException {
    Path index = Path.of(arguments[0]);
    FacetsConfig facets = Names.facets();
    IndexWriterConfig config = new IndexWriterConfig(new PartedAtSpaces());
    config.setSimilarity(new BM25Similarity(Names.K1, Names.B));
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    config.setRAMBufferSizeMB(512);
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = open(arguments[1])) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        writer.addDocument(facets.build(document(line)));
      }
      writer.forceMerge(1);
      writer.commit();
      System.out.println("documents: " + writer.getDocStats().numDocs);
    }
  }

  private static BufferedReader open(String path) throws IOException {
    return path.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(path));
  }

  private static Document document(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("not a line of `tokens`: " + columns.length + " columns");
    }
    Document document = new Document();
    for (String category : columns[1].split(" ")) {
      if (!category.isEmpty()) {
        document.add(new SortedSetDocValuesFacetField(Names.CATEGORY, category));
      }
    }
    if (!columns[3].equals("-")) {
      document.add(new SortedSetDocValuesFacetField(Names.YEAR, columns[3]));
    }
    document.add(new Field(Names.TERMS, columns[4], withoutPositions()));
    document.add(new TextField(Names.FORMS, columns[5], Field.Store.NO));
    document.add(new StoredField(Names.RECORD, columns[6]));
    return document;
  }

  private static FieldType withoutPositions() {
    FieldType type = new FieldType(TextField.TYPE_NOT_STORED);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.freeze();
    return type;
  }

  private static final class PartedAtSpaces extends Analyzer {
    private static final CharArraySet BOUNDARY = CharArraySet.unmodifiableSet(boundary());

    private static CharArraySet boundary() {
      CharArraySet set = new CharArraySet(1, false);
      set.add("|");
      return set;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      WhitespaceTokenizer words = new WhitespaceTokenizer();
      return new TokenStreamComponents(words, new StopFilter(words, BOUNDARY));
    }
  }
}

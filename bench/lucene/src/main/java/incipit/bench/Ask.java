package incipit.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;

/**
 * What queries cost in Lucene, in CPU time of the thread that asks: {@code Ask INDEX QUERIES PASSES}.
 *
 * <p>Prints what bench/asking.h says. There are three modes: {@code page}, the first ten papers, for which Lucene prunes and
 * gives no exact total; and two ways to facets with the exact total, {@code facets} in one search, and
 * {@code facets_apart} in two: one that prunes, and one that collects without scores. The time of compiling threads and of the
 * garbage collector is no time of this thread. The cache of queries is off: it would answer a pass with what the one before
 * found.
 */
public final class Ask {
  private static final int HITS = 10;
  private static final int FACET_VALUES = 50;

  private enum Mode {
    PAGE,
    FACETS,
    FACETS_APART
  }

  private record Asked(String kind, Query query) {}

  private static final class Answer {
    long total = -1;
    long categories;
    long years;
    TopDocs top;
  }

  private final IndexSearcher searcher;
  private final StoredFields records;
  private final FacetsConfig config = Names.facets();
  private final SortedSetDocValuesReaderState facetState;
  private long bytesRead;

  private Ask(DirectoryReader reader) throws IOException {
    searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity(Names.K1, Names.B));
    searcher.setQueryCache(null);
    records = reader.storedFields();
    facetState = new DefaultSortedSetDocValuesReaderState(reader, config);
  }

  public static void main(String[] arguments) throws IOException {
    List<Asked> queries = Files.readAllLines(Path.of(arguments[1])).stream().map(Ask::asked).toList();
    int passes = Integer.parseInt(arguments[2]);
    try (MMapDirectory directory = new MMapDirectory(Path.of(arguments[0]));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      new Ask(reader).inPasses(queries, passes);
    }
  }

  private static Asked asked(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 5) {
      throw new IllegalArgumentException("not a line of make_queries: " + line);
    }
    String kind = columns[0];
    if (kind.equals("phrase2")) {
      return new Asked(kind, new PhraseQuery(Names.FORMS, columns[3].split(" ")));
    }
    BooleanClause.Occur occur = kind.startsWith("and") ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD;
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (String term : columns[2].split(" ")) {
      query.add(new TermQuery(new Term(Names.TERMS, term)), occur);
    }
    return new Asked(kind, query.build());
  }

  private void inPasses(List<Asked> queries, int passes) throws IOException {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (Mode mode : Mode.values()) {
      for (int pass = 1; pass <= passes; ++pass) {
        for (Asked asked : queries) {
          long began = clock.getCurrentThreadCpuTime();
          Answer answer = answer(asked.query, mode);
          long found = clock.getCurrentThreadCpuTime();
          readRecords(answer.top);
          long read = clock.getCurrentThreadCpuTime();
          if (pass == passes) {
            out.printf(Locale.ROOT, "%s\t%s\t%.6f\t%.6f\t%d\t%d\t%d%n", mode.name().toLowerCase(Locale.ROOT),
                asked.kind, (read - began) / 1e6, (found - began) / 1e6, answer.total, answer.categories, answer.years);
          }
        }
      }
    }
    out.flush();
    if (bytesRead == 0) {
      throw new IllegalStateException("no query found a paper");
    }
  }

  private Answer answer(Query query, Mode mode) throws IOException {
    Answer answer = new Answer();
    if (mode == Mode.PAGE) {
      answer.top = page(query);
      return answer;
    }
    FacetsCollector collected;
    if (mode == Mode.FACETS) {
      collected = new FacetsCollector();
      answer.top = FacetsCollector.search(searcher, query, HITS, collected);
      answer.total = answer.top.totalHits.value;
    } else {
      answer.top = page(query);
      collected = searcher.search(query, new FacetsCollectorManager());
      answer.total = collected.getMatchingDocs().stream().mapToLong(docs -> docs.totalHits).sum();
    }
    Facets facets = new SortedSetDocValuesFacetCounts(facetState, collected);
    answer.categories = sumOfSquares(facets.getTopChildren(FACET_VALUES, Names.CATEGORY));
    answer.years = sumOfSquares(facets.getTopChildren(FACET_VALUES, Names.YEAR));
    return answer;
  }

  /** The best papers; once there are ten, what cannot be among them is passed over. */
  private TopDocs page(Query query) throws IOException {
    return searcher.search(query, new TopScoreDocCollectorManager(HITS, null, HITS));
  }

  private void readRecords(TopDocs top) throws IOException {
    for (ScoreDoc hit : top.scoreDocs) {
      bytesRead += records.document(hit.doc).get(Names.RECORD).length();
    }
  }

  private static long sumOfSquares(FacetResult facet) {
    long sum = 0;
    if (facet != null) { // no paper has a value
      for (LabelAndValue value : facet.labelValues) {
        sum += value.value.longValue() * value.value.longValue();
      }
    }
    return sum;
  }
}

package incipit.bench;

import org.apache.lucene.facet.FacetsConfig;

/** The fields of the index, the same for building and asking. */
final class Names {
  static final String TERMS = "terms"; // what Incipit indexes as text; without positions
  static final String FORMS = "forms"; // words as they stand, with positions
  static final String RECORD = "record"; // the paper, stored
  static final String CATEGORY = "category";
  static final String YEAR = "year";

  static final float K1 = 0.9f;
  static final float B = 0.4f;

  private Names() {}

  /** Facets are counted from doc values alone, so nothing is indexed for drilling down. */
  static FacetsConfig facets() {
    FacetsConfig config = new FacetsConfig();
    config.setMultiValued(CATEGORY, true);
    for (String dimension : new String[] {CATEGORY, YEAR}) {
      config.setDrillDownTermsIndexing(dimension, FacetsConfig.DrillDownTermsIndexing.NONE);
    }
    return config;
  }
}

// Acronyms that a text explains, and parentheses that explain nothing.
#include "analysis/acronyms.h"

#include <gtest/gtest.h>

#include <string>

namespace incipit::analysis {
namespace {

std::string shown(const std::string& text) {
  std::string pairs;
  for (const auto& pair : explained_acronyms(text)) {
    pairs += (pairs.empty() ? "" : " | ") + text.substr(pair.short_begin, pair.short_end - pair.short_begin) + " = " +
             text.substr(pair.long_begin, pair.long_end - pair.long_begin);
  }
  return pairs;
}

struct Row {
  const char* text;
  const char* pairs;  // "short = long", parted by " | "
};

const Row kRows[] = {
    // What is explained.
    {"We study large language models (LLMs) here.", "LLMs = large language models"},
    {"A convolutional neural network (CNN) is", "CNN = convolutional neural network"},
    {"the support vector machine (SVM)-based", "SVM = support vector machine"},
    {"hidden Markov model (HMM)", "HMM = hidden Markov model"},
    {"k-nearest neighbours (kNN)", "kNN = k-nearest neighbours"},
    {"Reinforcement Learning from Human Feedback (RLHF) and direct preference optimization (DPO)",
     "RLHF = Reinforcement Learning from Human Feedback | DPO = direct preference optimization"},
    {"pre-trained language models (PLMs; see below)", "PLMs = pre-trained language models"},
    {"graph neural networks (GNNs, for short)", "GNNs = graph neural networks"},
    {"part of speech (POS) tags", "POS = part of speech"},
    {"coronavirus disease 2019 (COVID-19) spread", "COVID-19 = coronavirus disease 2019"},
    {"messenger RNA (mRNA)", "mRNA = messenger RNA"},
    {"bidirectional encoder representations from transformers ( BERT )", "BERT = bidirectional encoder representations from transformers"},
    {"tuberculosis (TB) and heat shock transcription factor (HSF)", "TB = tuberculosis | HSF = heat shock transcription factor"},
    {"LLM (large language model) agents", "LLM = large language model"},
    {"PDE's use: partial differential equations (PDE's)", "PDE's = partial differential equations"},
    // What is not.
    {"as shown (see Fig. 2) and (2019) by Smith et al. (2020)", ""},
    {"in cases (i) and (ii), or (a) and (b)", ""},
    {"in cases (I) and (A)", ""},
    {"a method (ours) that wins (by far)", ""},
    {"an idea in italics (ii)", ""},
    {"a graph (CNN)", ""},
    {"the CNN (CNN)", ""},
    {"results (F1 = 0.9)", ""},
    {"see appendix (Section A)", ""},
    {"We use it. (CNN) is not explained", ""},
    {"unclosed large language models (LLMs", ""},
    {"nested large language models ((LLMs))", ""},
    {"(LLMs)", ""},
    {"many CNNs (CNN), LL2s (LL2s)", ""},
    {"()", ""},
    {"( )(", ""},
    {"a long name in parentheses (LARGELANGUAGEMODELS)", ""},
    {"networks: convolution, neural. Nets (CNN)", ""},
};

TEST(ExplainedAcronyms, Table) {
  for (const Row& row : kRows) EXPECT_EQ(shown(row.text), row.pairs) << row.text;
}

TEST(ExplainedAcronyms, PlacesAreInsideOfTheText) {
  // Every beginning and end of a text with all kinds of marks.
  const std::string text = "A (B) large language models (LLMs, or (x)) \u00e9t\u00e9 models (\u00c9M) and SVM (support vector machine); (";
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    for (std::size_t size = 0; begin + size <= text.size(); ++size) {
      for (const auto& pair : explained_acronyms(text.substr(begin, size))) {
        EXPECT_LT(pair.short_begin, pair.short_end);
        EXPECT_LT(pair.long_begin, pair.long_end);
        EXPECT_LE(std::max(pair.short_end, pair.long_end), size);
      }
    }
  }
}

}  // namespace
}  // namespace incipit::analysis

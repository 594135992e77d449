#include "analysis/stemming.h"

#include <libstemmer.h>

#include <algorithm>
#include <string_view>

#include "analysis/fold.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

std::string without_apostrophes(std::string form) {
  if (form.find('\'') == std::string::npos) return form;
  std::string bare = form.size() > 2 && form.ends_with("'s") ? form.substr(0, form.size() - 2) : form;
  std::erase(bare, '\'');
  return bare.empty() ? form : bare;
}

bool has_vowel(std::string_view form) { return form.find_first_of("aeiouy") != std::string_view::npos; }

// The stemmer takes an s only behind a part with a vowel and never from -us, so the plurals of "LLM" and
// "GPU" would be words of their own. Three letters are left alone: "gps", "dns", "rms" are no plurals.
bool is_acronym_plural(std::string_view form) {
  if (form.size() < 4 || form.back() != 's') return false;
  if (form == "relus" || form == "mcus") return true;
  if (form.size() == 4 && form.ends_with("pus")) return !has_vowel(form.substr(0, 1));  // gpus, cpus, tpus
  return !has_vowel(form) && !form.ends_with("ss") && form != "https";
}

}  // namespace

void Stemming::Release::operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }

Stemming::Stemming() : stemmer_(sb_stemmer_new("english", "UTF_8")) {}

const std::string& Stemming::stem(const std::string& form) {
  if (form.empty() || form.size() > kMaxMemoBytes) return long_stem_ = compute(form);
  return memo_.get(form, [this](const std::string& unknown) { return compute(unknown); });
}

std::string Stemming::compute(const std::string& form) {
  std::string bare = without_apostrophes(form);
  if (bare.size() < 3 || !std::all_of(bare.begin(), bare.end(), is_ascii_letter)) return bounded_form(bare);
  if (is_acronym_plural(bare)) bare.pop_back();
  const auto* stem = sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(bare.data()),
                                     static_cast<int>(bare.size()));
  if (stem == nullptr) return bounded_form(bare);
  const auto length = static_cast<std::size_t>(sb_stemmer_length(stemmer_.get()));
  if (length == 0) return bounded_form(bare);
  return bounded_form(std::string(reinterpret_cast<const char*>(stem), length));
}

}  // namespace incipit::analysis

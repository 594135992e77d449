// How well authorships are told apart: B-cubed and pairwise precision, recall and F1 against the ids of the papers, which the engine does
// not read unless told to, beside the baselines "same name" and "family name and first initial".
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/cpu_time.h"
#include "bench/identity_halves.h"
#include "bench/labelled_papers.h"
#include "bench/name_variants.h"
#include "identity/people.h"

namespace {

using namespace incipit;

struct Scores {
  double precision = 0, recall = 0;
  [[nodiscard]] double f1() const { return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0; }
};

std::string scheme_of(const std::string& id) { return id.substr(0, id.find(':')); }

struct Quality {
  Scores b_cubed, pairwise;
  std::size_t mentions = 0;
};

// Of the mentions chosen: true and predicted clusters. Mentions are compared within the scheme of their id, since one person has an
// id in each.
Quality judge(const bench::LabelledPapers& data, const std::vector<std::uint32_t>& chosen, const std::vector<std::uint32_t>& predicted) {
  std::map<std::string, double> truth;
  std::map<std::pair<std::string, std::uint32_t>, double> found;
  std::map<std::pair<std::string, std::uint32_t>, double> joint;
  for (const std::uint32_t i : chosen) {
    const std::string& id = data.mentions[i].ids[0];
    ++truth[id];
    ++found[{scheme_of(id), predicted[i]}];
    ++joint[{id, predicted[i]}];
  }
  Quality quality;
  quality.mentions = chosen.size();
  double pairs = 0, found_pairs = 0, true_pairs = 0;
  const auto pairs_of = [](double n) { return n * (n - 1) / 2; };
  for (const auto& [key, count] : joint) {
    const double in_found = found.at({scheme_of(key.first), key.second}), in_truth = truth.at(key.first);
    quality.b_cubed.precision += count * count / in_found;
    quality.b_cubed.recall += count * count / in_truth;
    pairs += pairs_of(count);
  }
  quality.b_cubed.precision /= static_cast<double>(std::max<std::size_t>(1, chosen.size()));
  quality.b_cubed.recall /= static_cast<double>(std::max<std::size_t>(1, chosen.size()));
  for (const auto& [key, count] : found) found_pairs += pairs_of(count);
  for (const auto& [key, count] : truth) true_pairs += pairs_of(count);
  quality.pairwise.precision = found_pairs > 0 ? pairs / found_pairs : 1;
  quality.pairwise.recall = true_pairs > 0 ? pairs / true_pairs : 1;
  return quality;
}

void print(const char* what, const char* which, const Quality& quality) {
  std::printf("%-22s %-10s %8zu  B3 %.4f %.4f %.4f  pairs %.4f %.4f %.4f\n", what, which, quality.mentions, quality.b_cubed.precision,
              quality.b_cubed.recall, quality.b_cubed.f1(), quality.pairwise.precision, quality.pairwise.recall, quality.pairwise.f1());
}

// Mentions with an id: all, those of either half of the surnames, those of the 100 names with most identities within one scheme, and of
// the 50 such names of the held-out half.
struct Selection {
  const char* name;
  std::vector<std::uint32_t> mentions;
};

std::vector<Selection> select(const bench::LabelledPapers& data) {
  std::vector<Selection> selections{{"all", {}}, {"training", {}}, {"held-out", {}}, {"hard 100", {}}, {"hard held", {}}};
  std::map<std::string, std::map<std::string, std::set<std::string>>> identities[2];  // by name, then scheme
  std::vector<identity::Name> names;
  for (const auto& mention : data.mentions) names.push_back(identity::read_name(mention.name));
  for (std::uint32_t i = 0; i < data.mentions.size(); ++i) {
    if (data.mentions[i].ids.empty()) continue;
    const bool held = bench::half_of(names[i]) == bench::Half::held_out;
    selections[0].mentions.push_back(i);
    selections[held ? 2 : 1].mentions.push_back(i);
    identities[0][names[i].form][scheme_of(data.mentions[i].ids[0])].insert(data.mentions[i].ids[0]);
    if (held) identities[1][names[i].form][scheme_of(data.mentions[i].ids[0])].insert(data.mentions[i].ids[0]);
  }
  for (int k = 0; k < 2; ++k) {
    std::vector<std::pair<std::size_t, std::string>> order;
    for (const auto& [name, schemes] : identities[k]) {
      std::size_t most = 0;
      for (const auto& [scheme, ids] : schemes) most = std::max(most, ids.size());
      order.emplace_back(most, name);
    }
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    std::set<std::string> hardest;
    for (std::size_t i = 0; i < std::min<std::size_t>(k == 0 ? 100 : 50, order.size()); ++i) hardest.insert(order[i].second);
    for (const std::uint32_t i : selections[0].mentions) {
      if (hardest.contains(names[i].form)) selections[static_cast<std::size_t>(3 + k)].mentions.push_back(i);
    }
  }
  return selections;
}

// A number for each mention, the same where `key` is.
template <class Key>
std::vector<std::uint32_t> numbers_by(const bench::LabelledPapers& data, const Key& key) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::uint32_t> of_mention;
  for (const auto& mention : data.mentions) {
    of_mention.push_back(numbers.emplace(key(identity::read_name(mention.name)), static_cast<std::uint32_t>(numbers.size())).first->second);
  }
  return of_mention;
}

void print_table(const bench::LabelledPapers& data, const std::vector<std::uint32_t>& person_of) {
  const auto same_name = numbers_by(data, [](const identity::Name& name) { return name.form; });
  const auto same_block = numbers_by(data, [](const identity::Name& name) { return identity::block_keys(name).front(); });
  for (const auto& [which, mentions] : select(data)) {
    print("same name", which, judge(data, mentions, same_name));
    print("family name, initial", which, judge(data, mentions, same_block));
    print("incipit", which, judge(data, mentions, person_of));
  }
}

// Of the pairs of a canonical name and a variant that both occur: those that an entity has both of, and of the others those where
// entities of either are candidates. `near` pairs have a coauthor in common or the same letters in any order.
void print_variants(const bench::LabelledPapers& data, const std::vector<std::uint32_t>& person_of, const std::vector<identity::Person>& people,
                    const std::string& file, const std::string& missed) {
  std::ofstream list(missed);
  std::unordered_map<std::string, std::vector<std::uint32_t>> of_name;
  std::vector<std::vector<std::uint32_t>> of_paper(data.papers.size());
  for (std::uint32_t i = 0; i < data.mentions.size(); ++i) {
    of_name[data.mentions[i].name].push_back(i);
    of_paper[data.mentions[i].paper].push_back(i);
  }
  const auto coauthors = [&](const std::string& name) {
    std::set<std::string> names;
    for (const std::uint32_t i : of_name[name]) {
      for (const std::uint32_t j : of_paper[data.mentions[i].paper]) names.insert(identity::read_name(data.mentions[j].name).form);
    }
    return names;
  };
  const auto letters = [](const std::string& name) {
    std::string sorted = identity::read_name(name).letters;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  };
  struct Count {
    std::size_t pairs = 0, together = 0, mostly = 0, candidates = 0;
  };
  Count all, near, held_out, held_out_near;
  const auto most_of = [&](const std::string& name) {
    std::map<std::uint32_t, std::size_t> counts;
    for (const std::uint32_t i : of_name[name]) ++counts[person_of[i]];
    return std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
  };
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& person : bench::read_named_people(file)) {
    for (std::size_t i = 1; i < person.names.size(); ++i) pairs.emplace_back(person.names[0], person.names[i]);
  }
  for (const auto& [canonical, variant] : pairs) {
    if (!of_name.contains(canonical) || !of_name.contains(variant) || canonical == variant) continue;
    std::set<std::uint32_t> one, other;
    for (const std::uint32_t i : of_name[canonical]) one.insert(person_of[i]);
    for (const std::uint32_t i : of_name[variant]) other.insert(person_of[i]);
    bool together = false, candidates = false;
    for (const std::uint32_t person : one) {
      together |= other.contains(person);
      for (const std::uint32_t candidate : people[person].candidates) candidates |= other.contains(candidate);
    }
    auto shared = coauthors(canonical);
    std::erase_if(shared, [&, others = coauthors(variant)](const std::string& name) {
      return !others.contains(name) || name == identity::read_name(canonical).form || name == identity::read_name(variant).form;
    });
    const bool is_near = !shared.empty() || letters(canonical) == letters(variant);
    const auto count = [&](Count& counts) {
      ++counts.pairs;
      counts.together += together ? 1 : 0;
      counts.mostly += most_of(canonical) == most_of(variant) ? 1 : 0;
      counts.candidates += !together && candidates ? 1 : 0;
    };
    count(all);
    if (is_near) count(near);
    if (bench::half_of(identity::read_name(canonical)) == bench::Half::held_out) {
      count(held_out);
      if (is_near) count(held_out_near);
    }
    if (!together) list << (is_near ? "near" : "far") << '\t' << (candidates ? "candidates" : "apart") << '\t' << canonical << '\t' << variant << '\n';
  }
  const auto print_line = [](const char* which, const Count& counts) {
    const double percent = 100.0 / static_cast<double>(std::max<std::size_t>(1, counts.pairs));
    std::printf("variants %-13s %5zu pairs, in one entity %.1f %% (the largest of both %.1f %%), candidates %.1f %%\n", which, counts.pairs,
                percent * static_cast<double>(counts.together), percent * static_cast<double>(counts.mostly), percent * static_cast<double>(counts.candidates));
  };
  print_line("all", all);
  print_line("near", near);
  print_line("held-out", held_out);
  print_line("held-out near", held_out_near);
}

// Of pairs of people with the same name and different ids of one scheme: how many have their largest entity in common.
void print_homonyms(const bench::LabelledPapers& data, const std::vector<std::uint32_t>& person_of) {
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::map<std::uint32_t, std::size_t>>> people;  // by name and scheme, by id
  for (std::uint32_t i = 0; i < data.mentions.size(); ++i) {
    for (const auto& id : data.mentions[i].ids) ++people[{identity::read_name(data.mentions[i].name).form, scheme_of(id)}][id][person_of[i]];
  }
  std::size_t pairs = 0, merged = 0;
  for (const auto& [name, by_id] : people) {
    std::vector<std::uint32_t> largest;
    for (const auto& [id, counts] : by_id) {
      largest.push_back(std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first);
    }
    for (std::size_t i = 0; i < largest.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        ++pairs;
        merged += largest[i] == largest[j] ? 1 : 0;
      }
    }
  }
  std::printf("people of one name with different ids: %zu pairs, merged %zu (%.1f %%)\n", pairs, merged,
              100.0 * static_cast<double>(merged) / static_cast<double>(std::max<std::size_t>(1, pairs)));
}

void write_rows(const std::string& file, const bench::LabelledPapers& data, const std::vector<std::uint32_t>& person_of) {
  std::ofstream out(file);
  for (std::uint32_t i = 0; i < data.mentions.size(); ++i) {
    out << data.papers[data.mentions[i].paper].id << '\t' << data.mentions[i].position << '\t' << person_of[i] << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"How well authorships are told apart"};
  std::vector<std::string> inputs;
  std::string rows, model_file, variants, missed;
  bool read_ids = false;
  app.add_option("papers", inputs, "labelled papers")->required();
  app.add_option("--rows", rows, "write paper, position and entity as TSV");
  app.add_option("--model", model_file, "a model instead of the shipped one");
  app.add_option("--variants", variants, "name variants of the ACL Anthology (YAML)");
  app.add_option("--missed", missed, "write the variants that are in no common entity");
  app.add_flag("--read-ids", read_ids, "let ids decide, as in an index");
  CLI11_PARSE(app, argc, argv);

  const double start = bench::cpu_ms();
  const auto data = bench::read_labelled_papers(inputs);
  if (!data) return std::fprintf(stderr, "%s\n", data.error().message.c_str()), 1;
  const double read = bench::cpu_ms();
  std::string model_text;
  if (!model_file.empty()) model_text = (std::ostringstream() << std::ifstream(model_file).rdbuf()).str();
  const identity::Model given{model_text};
  const identity::Model& model = model_file.empty() ? identity::Model::shipped() : given;
  const auto people = identity::people_of(data->mentions, data->papers, read_ids ? identity::Ids::decide : identity::Ids::ignore, model);
  const double done = bench::cpu_ms();
  std::vector<std::uint32_t> person_of(data->mentions.size());
  std::size_t ambiguous = 0;
  for (std::uint32_t person = 0; person < people.size(); ++person) {
    for (const std::uint32_t mention : people[person].mentions) person_of[mention] = person;
    ambiguous += people[person].candidates.empty() ? 0 : 1;
  }
  std::printf("%zu papers, %zu authorships, %zu people, %zu ambiguous\n", data->papers.size(), data->mentions.size(), people.size(), ambiguous);
  std::printf("reading and evidence %.1f s, clustering %.1f s of CPU\n", (read - start) / 1e3, (done - read) / 1e3);
  if (!rows.empty()) write_rows(rows, *data, person_of);
  print_table(*data, person_of);
  print_homonyms(*data, person_of);
  if (!variants.empty()) print_variants(*data, person_of, people, variants, missed);
}

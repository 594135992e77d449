// Made-up papers in a few words, and their people as lists of "paper:position".
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "identity/people.h"

namespace incipit::identity {

struct Author {
  std::string name;
  std::vector<std::string> ids = {};
  std::string affiliation = {};
};

inline schema::Paper a_paper(std::string id, std::vector<Author> authors, std::string text = "", int year = 0) {
  schema::Paper paper;
  paper.id = std::move(id);
  paper.title = "A study";
  paper.abstract = std::move(text);
  if (year != 0) paper.published = schema::date_of_year(year);
  paper.categories = {"cs.CL"};
  for (auto& author : authors) {
    schema::Authorship authorship;
    authorship.name = author.name;
    authorship.ids = author.ids;
    if (!author.affiliation.empty()) authorship.affiliations = {author.affiliation};
    paper.authors.push_back(std::move(authorship));
  }
  return paper;
}

struct Library {
  std::vector<PaperEvidence> papers;
  std::vector<Mention> mentions;

  explicit Library(const std::vector<schema::Paper>& given) {
    const EvidenceReader reader;
    for (const auto& paper : given) {
      const auto index = static_cast<std::uint32_t>(papers.size());
      papers.push_back(reader.paper(paper));
      for (std::uint32_t i = 0; i < paper.authors.size(); ++i) mentions.push_back(reader.mention(paper, i, index));
    }
  }

  [[nodiscard]] std::string place(std::uint32_t mention) const {
    return papers[mentions[mention].paper].id + ':' + std::to_string(mentions[mention].position);
  }
};

using Places = std::set<std::string>;

// The people of papers, with what they wrote, whatever the order.
inline std::set<Places> people_in(const Library& library, Ids ids = Ids::decide) {
  std::set<Places> people;
  for (const Person& person : people_of(library.mentions, library.papers, ids)) {
    Places places;
    for (const std::uint32_t mention : person.mentions) places.insert(library.place(mention));
    people.insert(std::move(places));
  }
  return people;
}

inline bool are_one(const Library& library, const std::string& one, const std::string& other, Ids ids = Ids::decide) {
  const auto people = people_in(library, ids);
  return std::any_of(people.begin(), people.end(), [&](const Places& places) { return places.contains(one) && places.contains(other); });
}

}  // namespace incipit::identity

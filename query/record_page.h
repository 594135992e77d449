// A page of a search as its papers are stored: what writers of other formats need, without what is made for people.
#pragma once

#include <string>
#include <vector>

#include "schema/paper.h"
#include "schema/result.h"

namespace incipit::query {

struct RecordPage {
  schema::IndexIdentity index;
  schema::QueryEcho query;  // without corrections
  schema::Total total;
  std::string next_cursor;  // empty: nothing follows
  std::vector<schema::Paper> papers;
};

}  // namespace incipit::query

#!/usr/bin/env python3
"""Trains the model by which authorships are told apart, and writes it as identity/model.tsv.

usage: train_identity.py PAIRS.f32 MODEL.tsv [--trees N] [--leaves N] [--join X] [--join-other X] [--doubt X]

PAIRS.f32 is what `identity_pairs PAPERS training` writes. --join is the log odds at which two authorships of
one name are joined, --join-other those of spellings that differ, --doubt how far below that they are still each other's candidates; both are chosen on the training half with `identity_quality`. With one thread and
the same versions of scikit-learn the result is the same. Needs numpy and scikit-learn.
"""
import argparse

import numpy
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier

FEATURES = 18
DIFFERENCE = 15  # of the names: 0 for equal ones


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs")
    parser.add_argument("model")
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--leaves", type=int, default=16)
    parser.add_argument("--rate", type=float, default=0.08)
    parser.add_argument("--join", type=float, default=0.0)
    parser.add_argument("--join-other", type=float, default=0.0)
    parser.add_argument("--doubt", type=float, default=-2.0)
    options = parser.parse_args()

    rows = numpy.fromfile(options.pairs, dtype=numpy.float32).reshape(-1, FEATURES + 2)
    weights, labels, features = rows[:, 0], rows[:, 1], rows[:, 2:]
    different = features[:, DIFFERENCE] > 0
    with open(options.model, "w", encoding="ascii") as out:
        out.write(f"# Made by bench/train_identity.py (scikit-learn {sklearn.__version__}) of {len(rows)} pairs; see bench/README.md.\n")
        out.write("# node: feature, threshold (at most: left, the next line), lines to the right child, mean below; leaf: what it adds.\n")
        out.write(f"doubt\t{options.doubt:.6g}\n")
        for name, chosen, join in (("equal", ~different, options.join), ("other", different, options.join_other)):
            out.write(f"forest\t{name}\njoin\t{join:.6g}\n")
            write_forest(out, features[chosen], labels[chosen], weights[chosen], options)


def write_forest(out, features, labels, weights, options):
    forest = HistGradientBoostingClassifier(
        max_leaf_nodes=options.leaves, max_iter=options.trees, learning_rate=options.rate, min_samples_leaf=100,
        l2_regularization=5, early_stopping=False, random_state=1).fit(features, labels, sample_weight=weights)
    out.write(f"base\t{float(numpy.ravel(forest._baseline_prediction)[0]):.6g}\n")
    for stage in forest._predictors:
        nodes = stage[0].nodes
        out.write("tree\n")
        for place, node in enumerate(nodes):
            if node["is_leaf"]:
                out.write(f"leaf\t{node['value']:.6g}\n")
                continue
            assert node["left"] == place + 1
            mean = mean_below(nodes, node)
            out.write(f"node\t{node['feature_idx']}\t{numpy.float32(node['num_threshold']):.8g}\t{node['right'] - place}\t{mean:.6g}\n")


def mean_below(nodes, node):
    """Mean of the leaves below, by how many pairs reach each: what the tree says before it asks on."""
    if node["is_leaf"]:
        return float(node["value"])
    left, right = nodes[node["left"]], nodes[node["right"]]
    total = left["count"] + right["count"]
    return (mean_below(nodes, left) * left["count"] + mean_below(nodes, right) * right["count"]) / total


if __name__ == "__main__":
    main()

// SPDX-License-Identifier: GPL-3.0-or-later
// The groups of an image's layers, for as long as GIMP cannot have them.
#pragma once

#include <libgimp/gimp.h>

#include <memory>
#include <string>
#include <vector>

#include "plugin/gimp/gobject_ptr.h"

namespace kmq {

/// Takes the layers of an image out of their groups and puts them back into such groups.
///
/// GIMP converts only images without groups to indexed ones, although indexed images can have groups.
class LayerTree {
 public:
  /// Remembers where the layers are, and what their groups look like.
  explicit LayerTree(GimpImage* image);

  /// Moves all layers to the top level and removes the groups.
  ///
  /// Throws  std::runtime_error if GIMP refuses
  void flatten() const;

  /// Makes groups like those that were removed, and moves the layers to where they were.
  ///
  /// Throws  std::runtime_error if GIMP refuses
  void restore() const;

 private:
  struct ParasiteFree {
    void operator()(GimpParasite* parasite) const { gimp_parasite_free(parasite); }
  };

  /// What other plug-ins attached.
  using Parasite = std::unique_ptr<GimpParasite, ParasiteFree>;

  struct Mask {
    GObjectPtr<GeglBuffer> pixels;
    gboolean is_applied;
    gboolean is_shown;
  };

  struct Group {
    std::string name;
    double opacity;
    GimpLayerMode mode;
    GimpLayerColorSpace blend_space;
    GimpLayerColorSpace composite_space;
    GimpLayerCompositeMode composite_mode;
    GimpColorTag color_tag;
    gboolean is_visible;
    gboolean is_expanded;
    gboolean is_content_locked;
    gboolean is_position_locked;
    gboolean is_visibility_locked;
    std::vector<Parasite> parasites;
    Mask mask;  // without pixels: none
  };

  /// A layer or group; groups come before what they contain.
  struct Place {
    GimpItem* item;
    int parent;  // the place of the group around it, or no_parent
    int position;
  };

  static constexpr int no_parent = -1;

  void visit(GimpItem** items, int parent);
  static Group describe(GimpLayer* group);
  static std::vector<Parasite> parasites_of(GimpItem* item);
  [[nodiscard]] GimpLayer* make_group(const Group& group) const;
  static void add_mask(GimpLayer* group, const Mask& mask);
  static void lock(GimpItem* item, const Group& group);

  GimpImage* image_;
  std::vector<Place> places_;
  std::vector<Group> groups_;  // in the order of the places
};

}  // namespace kmq

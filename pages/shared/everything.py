"""All that screens are made of: imported once when the server starts, with the libraries below it.

What a screen alone imported would be walked by the garbage collector after every rerun of every page.
"""

from __future__ import annotations

import pages.shared.acts.menu
import pages.shared.bring_in
import pages.shared.cohorts_compared
import pages.shared.customer_view
import pages.shared.driver_groups_view
import pages.shared.effect_panel
import pages.shared.explained_for
import pages.shared.list_export
import pages.shared.lists.form
import pages.shared.map.component
import pages.shared.notes.aftermath
import pages.shared.notes.standing
import pages.shared.overview_cards
import pages.shared.pattern_view
import pages.shared.pictures.component
import pages.shared.readers.compared
import pages.shared.readers.customer_card
import pages.shared.readers.customer_list
import pages.shared.readers.movement
import pages.shared.readers.partition_pair
import pages.shared.readers.segment_story
import pages.shared.readers.warm
import pages.shared.search
import pages.shared.segment_cards
import pages.shared.segment_retention
import pages.shared.skip_link
import pages.shared.tour
import pages.shared.waiting
import pages.shared.what_could_help
import pages.shared.what_if

__all__ = ["pages"]

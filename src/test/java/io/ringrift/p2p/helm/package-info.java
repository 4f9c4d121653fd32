/** The Helm chart and the image's recipe, checked by what Helm itself makes of them; no cluster. */
@NullMarked
package io.ringrift.p2p.helm;

import org.jspecify.annotations.NullMarked;

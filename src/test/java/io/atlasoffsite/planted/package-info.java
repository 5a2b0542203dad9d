/** Classes that break the rules of DESIGN §2 on purpose, so that each rule is seen to bite. Nothing else may use them. */
package io.atlasoffsite.planted;

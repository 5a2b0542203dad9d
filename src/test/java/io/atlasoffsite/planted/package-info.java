/** Classes that break the rules of the packages on purpose, so that each rule is seen to bite. Nothing else may use them. */
package io.atlasoffsite.planted;

package io.atlasoffsite.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests against Ceph's gateway, which come as parameters of type {@link CephGateway}; one serves all tests of a run. Where no
 * radosgw is installed they are skipped, unless OFFSITE_REQUIRE_CEPH=1 says that they must not be.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("ceph")
@ExtendWith(CephExtension.class)
public @interface WithCeph {}

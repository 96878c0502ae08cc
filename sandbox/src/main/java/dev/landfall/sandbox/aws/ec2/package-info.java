/// What EC2 tells of the instances, volumes and networks of stacks, in its own XML.
@NullMarked
package dev.landfall.sandbox.aws.ec2;

import org.jspecify.annotations.NullMarked;
